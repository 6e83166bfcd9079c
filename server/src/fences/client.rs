//! The client's address, for the limits on signing in and to tell visitors of a day apart.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::state::AppState;

/// The address of whoever asks, without the port.
pub struct ClientAddress(pub String);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self(address(&parts.headers, &parts.extensions, state.config.behind_proxy)))
    }
}

/// The address of whoever sent a request.
pub fn address(headers: &HeaderMap, extensions: &Extensions, behind_proxy: bool) -> String {
    told(network(headers, extensions, behind_proxy))
}

/// The same, where it is only compared for now.
pub fn network(headers: &HeaderMap, extensions: &Extensions, behind_proxy: bool) -> Option<IpAddr> {
    let forwarded = behind_proxy.then(|| last_hop(headers)).flatten();
    let peer = || extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    forwarded.or_else(peer).map(of_one_subscriber)
}

/// The hop that the proxy in front saw: the last of the last line. Anything before it the client may have made up.
fn last_hop(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    let hop = line.rsplit(',').next()?.trim();
    // Some proxies write the port.
    hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|hop| hop.ip()))
}

/// What one subscriber has: of IPv6 a whole network of 64 bits, from which they may choose addresses at will.
fn of_one_subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// As it is written.
pub fn told(network: Option<IpAddr>) -> String {
    match network {
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(network)) => format!("{network}/64"),
        None => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_counted_as_one() {
        for (lines, counted) in [
            (&["203.0.113.7"][..], Some("203.0.113.7")),
            (&["1.2.3.4, 203.0.113.7"], Some("203.0.113.7")),
            (&["1.2.3.4", "203.0.113.7:5000"], Some("203.0.113.7")),
            (&["2001:db8:1:2:aaaa::1"], Some("2001:db8:1:2::/64")),
            (&["[2001:db8:1:2:bbbb::9]:443"], Some("2001:db8:1:2::/64")),
            (&["::ffff:203.0.113.7"], Some("203.0.113.7")),
            (&["203.0.113.7, made up"], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().expect("a header"));
            }
            let network = network(&headers, &Extensions::new(), true);
            assert_eq!(told(network), counted.unwrap_or("unknown"), "{lines:?}");
        }
    }
}
