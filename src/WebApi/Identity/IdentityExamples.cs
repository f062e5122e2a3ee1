using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Identity;

internal sealed class LoginExample : IExample<LoginCommand>
{
    public LoginCommand Value => new("employee@acme.test", "Satcom!Demo1", "acme", new DeviceInfo("8f14e45f", "Eman's phone", "android"));
}

internal sealed class RefreshExample : IExample<RefreshCommand>
{
    public RefreshCommand Value => new("the refreshToken of the last answer");
}

internal sealed class LogoutExample : IExample<LogoutCommand>
{
    public LogoutCommand Value => new(RefreshToken: null, Everywhere: false);
}

internal sealed class TokensExample : IExample<TokenAnswer>
{
    public TokenAnswer Value => new(
        "eyJ…",
        600,
        "opaque text",
        new SignedInUser(ExampleValues.Employee, "employee@acme.test", ExampleValues.EmployeeName, Roles, [.. Permissions.Of(Roles).Order(StringComparer.Ordinal)], Acme));

    internal static string[] Roles { get; } = [Domain.Identity.Roles.Employee];

    internal static SignedInTenant Acme { get; } = new(ExampleValues.Tenant, "acme", "Acme Facilities", "en");
}

internal sealed class MeExample : IExample<Me>
{
    public Me Value
    {
        get
        {
            var user = new TokensExample().Value.User;
            return new Me(
                user.Id, user.Email, user.DisplayName, user.Roles, user.Permissions, user.Tenant, new MeEmployee("E-1007", "Accountant", "Asia/Dubai", ExampleValues.Manager, ExampleValues.Team));
        }
    }
}
