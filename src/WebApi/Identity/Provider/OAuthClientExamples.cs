using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity.Provider;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Identity.Provider;

internal sealed class CreateOAuthClientExample : IExample<CreateOAuthClientCommand>
{
    public CreateOAuthClientCommand Value => new(
        "Payroll", OAuthClientKind.Confidential, IsNative: false, [OAuthGrantTypes.ClientCredentials], [Permissions.AttendanceReadAll]);
}

internal sealed class OAuthClientExample : IExample<OAuthClientDto>
{
    public OAuthClientDto Value => new()
    {
        Id = ExampleValues.Tenant,
        ClientId = ExampleValues.Tenant.ToString("N"),
        Name = "Payroll",
        Kind = OAuthClientKind.Confidential,
        IsNative = false,
        Grants = [OAuthGrantTypes.ClientCredentials],
        Scopes = [Permissions.AttendanceReadAll],
        RedirectUris = [],
        PostLogoutRedirectUris = [],
        Resources = [],
        Keys = [],
        RequiresConsent = true,
        IsDisabled = false,
        CreatedAt = ExampleValues.At(0),
        Secrets = [new OAuthClientSecretDto(ExampleValues.Employee, ExampleValues.At(0), ExpiresAt: null)],
        Version = 740,
    };
}

internal sealed class OAuthClientWithSecretExample : IExample<OAuthClientWithSecretDto>
{
    public OAuthClientWithSecretDto Value => new(new OAuthClientExample().Value, "scs_…");
}

internal sealed class OAuthClientsExample : IExample<Page<OAuthClientDto>>
{
    public Page<OAuthClientDto> Value => new([new OAuthClientExample().Value], NextCursor: null);
}

internal sealed class OAuthClientChangeExample : IExample<OAuthClientChange>
{
    public OAuthClientChange Value => new(RedirectUris: ["https://payroll.example/callback"]);
}

internal sealed class OAuthClientSecretChangeExample : IExample<OAuthClientSecretChange>
{
    public OAuthClientSecretChange Value => new(GraceSeconds: 3600);
}

internal sealed class ConsentsExample : IExample<Page<ConsentDto>>
{
    public Page<ConsentDto> Value => new([new ConsentDto(ExampleValues.Employee, "Roster", [ProviderScopes.OpenId, Permissions.AttendanceReadOwn], ExampleValues.At(0))], NextCursor: null);
}
