class M(Module):
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    # (((
    if bool(x):
      y = torch.add(x, CONSTANTS.c0, alpha=1)
    else:
      y = [[(x)]]
    return y
