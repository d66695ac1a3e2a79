"""Policy finance: the register of funds, confirmations for filed institutions, the credit scorecard."""
