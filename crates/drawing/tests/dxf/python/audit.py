"""Opens a DXF with ezdxf as it stands, without recovery, and says what its audit finds."""

import sys

import ezdxf

doc = ezdxf.readfile(sys.argv[1])
print(doc.dxfversion, len(doc.audit().errors), "errors")
