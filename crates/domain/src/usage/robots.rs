//! Programs that look at pages without anyone reading them: told by what they call themselves.

use super::UsageKind;

/// Crawlers, previews and watchers: never counted.
const CRAWLERS: [&str; 25] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "archiver",
    "facebookexternalhit",
    "whatsapp",
    "zalo/preview",
    "mediapartners",
    "lighthouse",
    "pagespeed",
    "pingdom",
    "uptime",
    "monitor",
    "nagios",
    "zabbix",
    "prometheus",
    "blackbox",
    "checkly",
    "statuscake",
    "headlesschrome",
    "phantomjs",
    "selenium",
    "scan",
    "kube-probe",
];
/// Names of devices that have such a word in them.
const PEOPLE: [&str; 1] = ["cubot"];
/// Programs: they are who the API and the files are for, but nobody reads a page in them.
const TOOLS: [&str; 16] = [
    "curl/",
    "wget/",
    "python",
    "go-http-client",
    "java/",
    "okhttp",
    "apache-httpclient",
    "libwww",
    "node-fetch",
    "axios/",
    "undici",
    "postman",
    "insomnia",
    "httpie",
    "ruby",
    "reqwest",
];

/// Whether what calls itself so is no reader of a page, or no user of the API. Who says nothing is a program.
pub fn is_robot(kind: UsageKind, user_agent: &str) -> bool {
    let mut name = user_agent.to_ascii_lowercase();
    for person in PEOPLE {
        name = name.replace(person, "");
    }
    let is_for_programs = matches!(kind, UsageKind::Api | UsageKind::Download | UsageKind::Export);
    CRAWLERS.iter().any(|word| name.contains(word))
        || (!is_for_programs && (name.trim().is_empty() || TOOLS.iter().any(|word| name.contains(word))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_a_robot() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";
        let google = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
        let coccoc = "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)";
        let coc_coc =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/100.0 Chrome/94.0";
        let cubot = "Mozilla/5.0 (Linux; Android 13; CUBOT_X70) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36";
        for (user_agent, of_pages, of_the_api) in [
            (firefox, false, false),
            (coc_coc, false, false),
            (cubot, false, false),
            (google, true, true),
            (coccoc, true, true),
            ("curl/8.5.0", true, false),
            ("python-requests/2.31", true, false),
            ("Mozilla/5.0 HeadlessChrome/120.0", true, true),
            ("UptimeRobot/2.0", true, true),
            ("kube-probe/1.29", true, true),
            ("", true, false),
            ("  ", true, false),
        ] {
            assert_eq!(is_robot(UsageKind::View, user_agent), of_pages, "{user_agent}");
            assert_eq!(is_robot(UsageKind::Search, user_agent), of_pages, "{user_agent}");
            assert_eq!(is_robot(UsageKind::Api, user_agent), of_the_api, "{user_agent}");
            assert_eq!(is_robot(UsageKind::Download, user_agent), of_the_api, "{user_agent}");
        }
    }
}
