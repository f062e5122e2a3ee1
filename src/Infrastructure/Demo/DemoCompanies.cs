using Microsoft.Extensions.Configuration;

namespace Satcom.Infrastructure.Demo;

/// <summary>Which demo companies an installation has.</summary>
public static class DemoCompanies
{
    /// <summary>Their short names; none where the demo is not seeded.</summary>
    public static IReadOnlyList<string> Slugs(IConfiguration configuration) => configuration.GetValue<bool>(DemoTenants.Setting) ? DemoTenants.Slugs : [];
}
