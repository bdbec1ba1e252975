"""What every installation runs; does nothing when nothing has changed."""

from deploy.browser_files.building import ROOT, build

if __name__ == "__main__":
    build(ROOT)
