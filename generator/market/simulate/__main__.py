"""`python -m generator.market.simulate` writes data/sample anew."""

from generator import config
from generator.market.simulate import write_sample

if __name__ == "__main__":
    write_sample(config.SAMPLE)
