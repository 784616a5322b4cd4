import torch


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.relu1 = torch.nn.ReLU(inplace=True)

    def forward(self, x, weight):
        x = self.relu1(x)
        x = torch.matmul(x, weight)
        return self.relu1(x)
