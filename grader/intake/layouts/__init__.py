"""Submissions of a whole class as learning-management systems hand them out.

Each module but the last few knows one layout. None of them looks into a student's files.
"""

from .listing import LAYOUTS, list_hand_ins
from .records import HandIn, LayoutError, Left, Listing, Part, Sought
from .staging import staged
from .unpacking import unpack

__all__ = [
    "LAYOUTS",
    "HandIn",
    "LayoutError",
    "Left",
    "Listing",
    "Part",
    "Sought",
    "list_hand_ins",
    "staged",
    "unpack",
]
