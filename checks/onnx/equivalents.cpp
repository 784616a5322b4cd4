// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/equivalents.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace aimet::onnx {
namespace {

struct Equivalent {
  std::string_view op;
  std::string_view instead;
};

// Each replacement computes the same and converts from opset 13 on in PyTorch 1.13, unless its text says otherwise.
constexpr Equivalent kEquivalents[] = {
    {"aten::_native_multi_head_attention",
     "save the model with torch.backends.mha.set_fastpath_enabled(False), or trace it with gradients on"},
    {"aten::_transformer_encoder_layer_fwd",
     "save the model with torch.backends.mha.set_fastpath_enabled(False), or trace it with gradients on"},
    {"aten::_upsample_bicubic2d_aa", "use antialias=False"},
    {"aten::_upsample_bilinear2d_aa", "use antialias=False"},
    {"aten::_upsample_nearest_exact1d", "use mode='nearest'"},
    {"aten::_upsample_nearest_exact2d", "use mode='nearest'"},
    {"aten::_upsample_nearest_exact3d", "use mode='nearest'"},
    {"aten::addcdiv", "write x + value * t1 / t2"},
    {"aten::addmv", "write beta * x + alpha * (m @ v)"},
    {"aten::addr", "write beta * x + alpha * v1[:, None] * v2[None, :]"},
    {"aten::angle", "write torch.where(x < 0, math.pi, 0.0) for real tensors"},
    {"aten::atan2", "write it with torch.atan(y / x) and torch.where for the quadrants"},
    {"aten::atleast_3d", "use x.unsqueeze or x.reshape"},
    {"aten::bilinear", "write torch.einsum('bi,oij,bj->bo', x1, weight, x2) + bias"},
    {"aten::binary_cross_entropy", "leave the loss out of the exported model"},
    {"aten::bincount", "write F.one_hot(x, n).sum(0)"},
    {"aten::bitwise_and", "write a & b on boolean tensors"},
    {"aten::bitwise_or", "write a | b on boolean tensors"},
    {"aten::bitwise_xor", "write a ^ b on boolean tensors"},
    {"aten::block_diag", "put the blocks together with F.pad and torch.cat"},
    {"aten::broadcast_to", "use x.expand"},
    {"aten::chain_matmul", "write a @ b @ c"},
    {"aten::column_stack", "use torch.stack(tensors, dim=1) for vectors, torch.cat(tensors, dim=1) for matrices"},
    {"aten::copy", "assign the tensor itself instead of copy_ into a new one: y = x.clone()"},
    {"aten::copysign", "write torch.abs(a) * torch.sign(b)"},
    {"aten::corrcoef", "compute it from the centred data with torch.matmul"},
    {"aten::cosh", "write (torch.exp(x) + torch.exp(-x)) / 2"},
    {"aten::cov", "compute it from the centred data with torch.matmul"},
    {"aten::cumprod", "write torch.exp(torch.cumsum(torch.log(x), dim)) for positive x"},
    {"aten::deg2rad", "write x * (math.pi / 180)"},
    {"aten::diag_embed", "write x.unsqueeze(-1) * torch.eye(x.size(-1))"},
    {"aten::diff", "write x[..., 1:] - x[..., :-1]"},
    {"aten::dict", "return a tuple of tensors instead of a dict"},
    {"aten::dist", "write torch.linalg.vector_norm(a - b)"},
    {"aten::dsplit", "use x.split"},
    {"aten::dstack", "use torch.stack or torch.cat with a dim"},
    {"aten::equal", "write (a == b).all()"},
    {"aten::erfc", "write 1 - torch.erf(x)"},
    {"aten::exp2", "write torch.pow(2.0, x)"},
    {"aten::expm1", "write torch.exp(x) - 1"},
    {"aten::exponential", "write -torch.log(torch.rand_like(x))"},
    {"aten::fft_fft",
     "compute the transform outside of the model, or as a product with the DFT matrix; torch.stft converts from opset "
     "17 on in PyTorch 2.6"},
    {"aten::fft_irfft", "compute the transform outside of the model, or as a product with the DFT matrix"},
    {"aten::fft_rfft",
     "compute the transform outside of the model, or as a product with the DFT matrix; torch.stft converts from opset "
     "17 on in PyTorch 2.6"},
    {"aten::fliplr", "use torch.flip(x, [1])"},
    {"aten::flipud", "use torch.flip(x, [0])"},
    {"aten::float_power", "use torch.pow on x.double()"},
    {"aten::fmax", "use torch.maximum"},
    {"aten::fmin", "use torch.minimum"},
    {"aten::frac", "write torch.sign(x) * torch.remainder(torch.abs(x), 1)"},
    {"aten::fractional_max_pool2d", "use torch.nn.MaxPool2d"},
    {"aten::gru_cell", "use a torch.nn.GRU of one layer on x.unsqueeze(0)"},
    {"aten::heaviside", "write torch.where(x == 0, values, (x > 0).to(x.dtype))"},
    {"aten::hinge_embedding_loss", "leave the loss out of the exported model"},
    {"aten::hsplit", "use x.split"},
    {"aten::hstack", "use torch.cat(tensors, dim=1)"},
    {"aten::huber_loss", "leave the loss out of the exported model"},
    {"aten::hypot", "write torch.sqrt(a * a + b * b)"},
    {"aten::inner", "use torch.matmul"},
    {"aten::isclose", "write torch.abs(a - b) <= atol + rtol * torch.abs(b)"},
    {"aten::isfinite", "write torch.abs(x) < float('inf')"},
    {"aten::isin", "write (x.unsqueeze(-1) == values).any(-1)"},
    {"aten::isneginf", "write x == float('-inf')"},
    {"aten::isposinf", "write x == float('inf')"},
    {"aten::isreal", "it is true everywhere for real tensors"},
    {"aten::kron", "write it with broadcasting: (a[:, None, :, None] * b[None, :, None, :]).reshape"},
    {"aten::l1_loss", "write torch.abs(a - b).mean()"},
    {"aten::ldexp", "write x * torch.pow(2.0, other)"},
    {"aten::linalg_inv", "compute the inverse before saving, if it is of a constant"},
    {"aten::linalg_multi_dot", "write a @ b @ c"},
    {"aten::linalg_pinv", "compute the inverse before saving, if it is of a constant"},
    {"aten::logaddexp", "write torch.logsumexp(torch.stack([a, b]), dim=0)"},
    {"aten::logcumsumexp", "write torch.log(torch.cumsum(torch.exp(x), dim))"},
    {"aten::logit", "write torch.log(x / (1 - x))"},
    {"aten::mH", "use x.transpose(-2, -1) for real tensors"},
    {"aten::mT", "use x.transpose(-2, -1)"},
    {"aten::adjoint", "use x.transpose(-2, -1) for real tensors"},
    {"aten::matrix_power", "multiply with @ in a loop of constant length"},
    {"aten::median", "write torch.sort(x, dim)[0] and take the middle element"},
    {"aten::nan_to_num", "write torch.where(torch.isnan(x), torch.zeros_like(x), x)"},
    {"aten::nanmean", "write it with torch.isnan and torch.where"},
    {"aten::nanmedian", "write it with torch.isnan, torch.where and torch.sort"},
    {"aten::nansum", "write torch.where(torch.isnan(x), torch.zeros_like(x), x).sum()"},
    {"aten::outer", "write a[:, None] * b[None, :]"},
    {"aten::positive", "leave it out: it returns its input"},
    {"aten::put", "use x.flatten().scatter and reshape"},
    {"aten::quantile", "write torch.sort(x.flatten())[0] and take the element at the rank"},
    {"aten::rad2deg", "write x * (180 / math.pi)"},
    {"aten::ravel", "use x.reshape(-1)"},
    {"aten::renorm", "write it with torch.linalg.vector_norm and torch.clamp"},
    {"aten::rnn_relu_cell", "use a torch.nn.RNN of one layer on x.unsqueeze(0)"},
    {"aten::rnn_tanh_cell", "use a torch.nn.RNN of one layer on x.unsqueeze(0)"},
    {"aten::rot90", "write x.flip(dim).transpose(dim, dim2)"},
    {"aten::scaled_dot_product_attention",
     "write torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(q.size(-1)), -1) @ v"},
    {"aten::searchsorted", "use torch.bucketize"},
    {"aten::sgn", "use torch.sign for real tensors"},
    {"aten::signbit", "write x < 0"},
    {"aten::sinc", "write torch.where(x == 0, 1.0, torch.sin(math.pi * x) / (math.pi * x))"},
    {"aten::sinh", "write (torch.exp(x) - torch.exp(-x)) / 2"},
    {"aten::smooth_l1_loss", "leave the loss out of the exported model"},
    {"aten::special_entr", "write -x * torch.log(x)"},
    {"aten::swapaxes", "use x.transpose"},
    {"aten::swapdims", "use x.transpose"},
    {"aten::tensor_split", "use x.split with sizes"},
    {"aten::tensordot", "use torch.einsum or torch.matmul"},
    {"aten::tile", "use x.repeat"},
    {"aten::trace", "write (x * torch.eye(x.size(0))).sum()"},
    {"aten::trunc", "write torch.sign(x) * torch.floor(torch.abs(x))"},
    {"aten::unflatten", "use x.reshape"},
    {"aten::vdot", "write (a * b).sum()"},
    {"aten::vsplit", "use x.split"},
    {"aten::vstack", "use torch.cat(tensors, dim=0)"},
    {"aten::xlogy", "write torch.where(x == 0, 0.0, x * torch.log(y))"},
    {"prim::DictConstruct", "take and return tensors or tuples of tensors instead of a dict"},
    {"aten::format", "leave texts out of forward"},
};

}  // namespace

std::string equivalent_of(const std::string& name) {
  const auto found =
      std::find_if(std::begin(kEquivalents), std::end(kEquivalents), [&](const Equivalent& e) { return e.op == name; });
  return found == std::end(kEquivalents) ? "" : std::string(found->instead);
}

}  // namespace aimet::onnx
