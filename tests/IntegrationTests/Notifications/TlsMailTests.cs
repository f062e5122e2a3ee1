using Satcom.Application.Identity;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Notifications;

/// <summary>Mail to a server whose certificate the machine trusts: a process of its own, because the platform reads what it trusts once.</summary>
public sealed class TlsMailTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task O57_Mail_ToAServerThatIsTrusted_GoesOverTlsAlone_WithItsUserAndPassword()
    {
        using var certificate = SmtpStandIn.Certificate();
        var trusted = Path.Combine(Path.GetTempPath(), $"satcom-{Guid.CreateVersion7(RealTime.Clock.GetUtcNow()):N}.pem");
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
        try
        {
            await using var server = new SmtpStandIn(certificate) { Account = ("satcom", "harbour: lantern") };
            await host.QueueAsync("acme", m => m.Mail("eman@people.test", "Eman", new NewDeviceNotice("Phone", Sending.At)));
            var settings = await ServiceProcess.SettingsForAsync(host.Database);
            server.Serve(settings);
            settings["Satcom:Mail:Tls"] = "StartTls";
            settings["Satcom:Mail:User"] = "satcom";
            settings["Satcom:Mail:Password"] = "harbour: lantern";
            settings["SSL_CERT_FILE"] = trusted;
            await using var node = await ServiceProcess.StartAsync(settings);

            await Waiting.UntilAsync(() => Task.FromResult(!server.Taken.IsEmpty), "the mail does not come");

            server.Taken.ShouldBe(["eman@people.test"]);
            server.Commands.TakeWhile(c => !c.Is("STARTTLS")).ShouldAllBe(c => c.StartsWith("EHLO", StringComparison.Ordinal));
            server.Commands.SkipWhile(c => !c.Is("STARTTLS")).Skip(1).ShouldAllBe(c => c.StartsWith("TLS ", StringComparison.Ordinal));
            await Waiting.UntilAsync(async () => await host.WaitingAsync() == 0, "it is not noted as sent");
        }
        finally
        {
            File.Delete(trusted);
        }
    }
}
