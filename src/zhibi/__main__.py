"""`python -m zhibi`."""

from zhibi.cli import main

if __name__ == "__main__":
    main()
