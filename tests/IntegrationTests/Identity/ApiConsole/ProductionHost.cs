using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Satcom.Domain.Identity;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.Identity.Pages;

namespace Satcom.IntegrationTests.Identity.ApiConsole;

/// <summary>The service as it runs outside Development: over https, with a certificate of its own making, and nobody with the demo password.</summary>
internal sealed class ProductionHost : IAsyncDisposable
{
    public const string Password = "harbour lantern walnut";

    private readonly SatcomHost _host;
    private readonly string _database;
    private readonly string _folder = Directory.CreateTempSubdirectory("satcom-").FullName;

    private ProductionHost(string database)
    {
        _database = database;
        _host = new SatcomHost(database);
    }

    public string Origin { get; } = $"https://127.0.0.1:{PagesHost.FreePort()}";

    public static async Task<ProductionHost> StartAsync()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        var host = new ProductionHost(database);

        // Bare, as hashes once were, so that one does for everybody.
        var hash = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).HashPassword(null!, Password);
        await using (var development = new SatcomHost(database))
        {
            await development.StartAsync();
        }

        await new Books(await TestPostgres.SuperAsync(database)).RowsAsync("WITH gone AS (DELETE FROM oauth_client_secrets) UPDATE users SET password_hash = $1 RETURNING id", hash);
        await host.StartServiceAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await TestPostgres.DropAsync(_database);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartServiceAsync()
    {
        var certificate = Path.Combine(_folder, "host.pfx");
        await File.WriteAllBytesAsync(certificate, MakeCertificate());
        var settings = _host.Settings;
        settings["environment"] = "Production";
        settings["urls"] = Origin;
        settings["Kestrel:Certificates:Default:Path"] = certificate;
        settings["Kestrel:Certificates:Default:Password"] = Password;
        settings["Satcom:Demo:Seed"] = "false";
        settings["Satcom:Tokens:Issuer"] = Origin;
        settings["Satcom:Tokens:PasswordIterations"] = "220000";
        settings["Satcom:Http:PublicUrl"] = Origin;
        await _host.StartAsync();
    }

    private static byte[] MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = RealTime.Clock.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return certificate.Export(X509ContentType.Pfx, Password);
    }
}
