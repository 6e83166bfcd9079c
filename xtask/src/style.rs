//! One stylesheet out of the files of `style/`, since cargo-leptos does not follow imports: tokens, base, components by
//! name, pages by name, utilities. The layers decide between the groups, the order of names inside one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "css"));
    files.sort();
    Ok(files)
}

/// Writes `target/style/main.css`, only when it changed, so that a build with nothing new stays quick.
pub fn bundle(root: &Path) -> io::Result<()> {
    let style = root.join("style");
    let mut files = vec![style.join("tokens.css"), style.join("base.css")];
    files.extend(sorted(&style.join("components"))?);
    files.extend(sorted(&style.join("pages"))?);
    files.push(style.join("utilities.css"));
    let mut css = String::new();
    for file in files {
        css.push_str(&fs::read_to_string(file)?);
    }
    let target = root.join("target/style/main.css");
    if fs::read_to_string(&target).is_ok_and(|old| old == css) {
        return Ok(());
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(target, css)
}
