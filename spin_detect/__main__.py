"""`python -m spin_detect` is `spin-detect`."""

from spin_detect.cli import main

if __name__ == "__main__":
    main()
