"""The verdicts of `capwright diff` on REST beside those of oasdiff: `make oasdiff` writes docs/contract-oasdiff.md."""
