from .package import Package, PackageVersion
from .report import PackageReport

__all__ = ["Package", "PackageReport", "PackageVersion"]
