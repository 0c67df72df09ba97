from .indicator import Indicator
from .link import IndicatorLink
from .staff_number import StaffNumber
from .target import Target

__all__ = ["Indicator", "IndicatorLink", "StaffNumber", "Target"]
