from .indicator import Indicator, IndicatorLink, StaffNumber, Target

__all__ = ["Indicator", "IndicatorLink", "StaffNumber", "Target"]
