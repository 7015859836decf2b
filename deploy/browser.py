"""The browser of the browser tests: an installed Chromium, or one that apt-get brings where we are root."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
ON_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
MISSING = (
    "No Chromium or Chrome in PATH and none can be installed here: the browser tests fail. "
    "Install one (Debian: apt-get install chromium fonts-noto-cjk)."
)


def find() -> str | None:
    """The path of the program; TAIZHANG_BROWSER names one that has another name."""
    candidates = (os.environ.get("TAIZHANG_BROWSER"), *NAMES, *ON_MACOS)
    return next((path for name in candidates if name and (path := shutil.which(name))), None)


def install() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = ["chromium", "fonts-noto-cjk"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", "-qq", *command], env=environment, capture_output=True, text=True)
        if done.returncode:
            print(f"apt-get {command[0]} failed: {done.stderr.strip()[-500:]}", file=sys.stderr)


if __name__ == "__main__":
    if find() is None and "--install" in sys.argv:
        print("Installing chromium and fonts-noto-cjk ...", flush=True)
        install()
    print(find() or MISSING)
