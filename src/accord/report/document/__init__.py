"""A picture as a document: titles, drawings, sentences and tables in order, for the page and the PDF alike."""

from accord.report.document.whole import document

__all__ = ["document"]
