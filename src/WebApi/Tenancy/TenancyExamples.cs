using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Tenancy;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Tenancy;

internal sealed class EnterPlatformScopeExample : IExample<EnterPlatformScopeCommand>
{
    public EnterPlatformScopeCommand Value => new("acme", "Support case 4711");
}

internal sealed class PlatformScopeExample : IExample<PlatformScopeDto>
{
    public PlatformScopeDto Value => new("eyJ…", "Bearer", 600, new EnteredTenantDto(ExampleValues.Tenant, "acme", "Acme Facilities", "en"));
}

internal sealed class TenantExample : IExample<TenantDto>
{
    public TenantDto Value => new()
    {
        Id = ExampleValues.Tenant,
        Slug = "acme",
        Name = "Acme Facilities",
        Locale = "en",
        TimeZone = "Asia/Dubai",
        Status = TenantStatus.Active,
        CreatedAt = ExampleValues.At(0),
        Settings = new TenantSettings(),
        SettingsHeldByPolicy = ["maxSessionSeconds", "offlineToleranceSeconds"],
        Branding = new TenantBranding { LogoUrl = "https://acme.example/logo.svg", PrimaryColor = "#0b5fff" },
        Version = 740,
    };
}

internal sealed class TenantsExample : IExample<Page<TenantDto>>
{
    public Page<TenantDto> Value => new([new TenantExample().Value], NextCursor: null);
}

internal sealed class UpdateOwnTenantExample : IExample<UpdateOwnTenantCommand>
{
    public UpdateOwnTenantCommand Value => new(Locale: "ar", Settings: new TenantSettingsPatch { PresenceAwayAfterSeconds = 180 }, Branding: new TenantBrandingPatch { PrimaryColor = "#0b5fff" });
}

internal sealed class CreateTenantExample : IExample<CreateTenantCommand>
{
    public CreateTenantCommand Value => new(
        ExampleValues.Tenant, "acme", "Acme Facilities", "en", "Asia/Dubai", new FirstAdministrator("sara@acme.test", "Sara Haddad", "+971501000001"));
}

internal sealed class NewTenantAdministratorExample : IExample<NewTenantAdministrator>
{
    public NewTenantAdministrator Value => new("sara@acme.test", "Sara Haddad", "ar");
}

internal sealed class TenantAdministratorExample : IExample<TenantAdministratorDto>
{
    public TenantAdministratorDto Value => new(ExampleValues.Employee, "sara@acme.test", "Sara Haddad", ExampleValues.At(0));
}

internal sealed class TenantPatchExample : IExample<TenantPatch>
{
    public TenantPatch Value => new(Name: "Acme Facilities LLC");
}

internal sealed class TenantReasonExample : IExample<TenantReason>
{
    public TenantReason Value => new("The contract has ended.");
}
