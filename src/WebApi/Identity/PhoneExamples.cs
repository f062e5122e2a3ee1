using Satcom.Application.Identity;
using Satcom.Domain.Identity;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Identity;

internal sealed class AskPhoneChangeExample : IExample<AskPhoneChangeCommand>
{
    public AskPhoneChangeCommand Value => new("+971501000002");
}

internal sealed class PhoneChangeExample : IExample<PhoneChangeDto>
{
    public PhoneChangeDto Value => new(CodeChannel.Sms, "••••••••••001", ExampleValues.At(4));
}

internal sealed class ConfirmPhoneChangeExample : IExample<ConfirmPhoneChangeCommand>
{
    public ConfirmPhoneChangeCommand Value => new("123456");
}

internal sealed class PhoneExample : IExample<PhoneDto>
{
    public PhoneDto Value => new("+971501000002", ExampleValues.At(4).AddDays(1), CanCancel: true);
}
