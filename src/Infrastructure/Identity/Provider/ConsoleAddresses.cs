using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Satcom.Application.Identity.Provider;

namespace Satcom.Infrastructure.Identity.Provider;

/// <summary>Each issuer has its console below itself. In Development there is one more below the bare address, for all companies.</summary>
internal sealed class ConsoleAddresses(TenantIssuers issuers, IOptions<TokenOptions> options, IHostEnvironment environment) : IConsoleAddresses
{
    private const string Answer = "/docs/oauth2-redirect.html";

    public IReadOnlyList<string> RedirectUris(string slug)
    {
        string[] bare = environment.IsDevelopment() ? [options.Value.Issuer + Answer] : [];
        return [.. new[] { issuers.ByHost(slug) + Answer, issuers.ByPath(slug) + Answer }.Concat(bare).Distinct(StringComparer.Ordinal)];
    }
}
