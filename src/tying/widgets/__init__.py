"""Pictures that answer to the reader's hand, with or without a kernel behind them."""
