"""What lies over the desk and knows no claim: cards, forms, questions, help."""
