using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Infrastructure.Tenancy;

/// <summary>Who runs the installation.</summary>
public sealed class PlatformOptions
{
    public const string Section = "Satcom:Platform";

    /// <summary>Invited as the first platform administrator by the start that finds no platform yet; means nothing afterwards.</summary>
    public string AdministratorEmail { get; set; } = string.Empty;

    internal string? Fault() =>
        AdministratorEmail.Length == 0 || UserFormats.IsEmail(AdministratorEmail) ? null : $"{Section}:AdministratorEmail is no e-mail address.";
}

/// <summary>Makes the platform on a fresh installation. Nobody is given a password: the one account gets a link that works once.</summary>
internal sealed class PlatformFounding(ITenantDirectory tenants, ITenantRunner runner, IOptions<PlatformOptions> options, TimeProvider time)
{
    private const string Name = "Satcom platform";

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AdministratorEmail is not { Length: > 0 } email || await tenants.FindAsync(Tenant.PlatformSlug, cancellationToken) is not null)
        {
            return;
        }

        var platform = new TenantInfo(time.New(), Tenant.PlatformSlug, Name, "en", "UTC", TenantStatus.Active, new TenantSettings());
        var founded = await runner.SendAsync(platform, new FoundTenantCommand(Actor.System, RemoteAddress: null, new FirstAdministrator(email, "Platform administrator")), cancellationToken);

        // Of two nodes that start at once on an empty database one comes second.
        if (founded.Error is not (null or SlugTaken))
        {
            throw new InvalidOperationException($"The platform could not be made: {founded.Error.Code}.");
        }
    }
}
