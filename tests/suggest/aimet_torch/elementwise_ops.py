# SPDX-License-Identifier: Apache-2.0
from aimet_torch.nn.modules.custom import *  # where older versions of AIMET have them
