//! WebKitGTK's renderer on Linux. Its DMA-BUF path shows blank windows with NVIDIA's driver;
//! without it some starts take half a second longer, so it is switched off only there.

/// Starts this program again with the renderer switched off, where that is needed and nobody has
/// said otherwise. (A variable of the running process cannot be set safely.)
#[cfg(target_os = "linux")]
pub fn avoid_blank_windows() {
    use std::os::unix::process::CommandExt;
    use std::path::Path;

    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(SWITCH).is_some() || !Path::new("/proc/driver/nvidia/version").exists() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut again = std::process::Command::new(program);
    again.args(std::env::args_os().skip(1)).env(SWITCH, "1");
    // Returns only if it failed; then the window is shown as it is.
    eprintln!("countertop: not started again: {}", again.exec());
}

/// Other systems have other web views.
#[cfg(not(target_os = "linux"))]
pub fn avoid_blank_windows() {}
