"""How is what happens to a case's documents told?"""

from __future__ import annotations

from portal.web.happenings import Lane, register_words

register_words(
    "case",
    Lane.CASE,
    {
        "documents-added": "Documents added",
        "document-removed": "Document removed",
        "file-locked": "A virus was found in a document, and it was locked",
    },
)
