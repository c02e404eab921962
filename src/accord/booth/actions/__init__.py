"""What is done with askings: prepared and approved, sent out, answered, tumbled, closed."""
