"""Public request and response models, with examples: what the specification shows of them."""
