"""Charts, sentences about numbers, the self-contained page and the PDF."""
