using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Common.Http;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Notifications;

public sealed class MailTests(MailTests.Post post) : IClassFixture<MailTests.Post>, IAsyncLifetime
{
    private readonly SatcomHost _host = post.Host;
    private readonly TestInbox _inbox = post.Inbox;

    public async ValueTask InitializeAsync()
    {
        await _host.SqlAsync("DELETE FROM outgoing_messages");
        await _inbox.ClearAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Mail_WhenCommitted_ArrivesOnceInTheTenantsLanguage()
    {
        await BrandAsync("globex", """{"logoUrl":"https://globex.example/logo.svg?a=1&b=2","primaryColor":"#ffe98a"}""");
        await BrandAsync("acme", """{"logoUrl":"https://[::1]/logo.svg","primaryColor":"red;background:url(x)"}""");
        await _host.QueueAsync("acme", m => m.Mail("eman@people.test", "Eman <Ali> & Co", Sending.Notice()));
        await _host.QueueAsync("globex", m => m.Mail("nadia@people.test", "نادية", Sending.Notice("987654")));

        var english = (await _inbox.InboxAsync("eman@people.test")).ShouldHaveSingleItem();
        english.Subject.ShouldBe("Your code 123456 for Eman's phone");
        english.Text.ShouldContain("Eman <Ali> & Co, your code is 123456. It was asked for on Eman's phone at 2026-03-04 00:30 (Asia/Dubai).");
        english.Html.ShouldContain("Eman &lt;Ali&gt; &amp; Co, your code is <b>123456</b>");
        english.Html.ShouldContain("<html lang=\"en\" dir=\"ltr\">");
        english.Headers["from"].ShouldContain("Acme");
        english.Headers["auto-submitted"].ShouldBe("auto-generated");

        var arabic = (await _inbox.InboxAsync("nadia@people.test")).ShouldHaveSingleItem();
        arabic.Subject.ShouldBe("رمزك 987654 للجهاز Eman's phone");
        arabic.Text.ShouldContain("نادية، رمزك هو 987654");
        arabic.Html.ShouldContain("<html lang=\"ar\" dir=\"rtl\">");
        arabic.Headers["content-language"].ShouldBe("ar");

        // A colour on which nothing could be read as text is darkened; what no page could carry is left away.
        System.Net.WebUtility.HtmlDecode(arabic.Html).ShouldContain("<img src=\"https://globex.example/logo.svg?a=1&b=2\" alt=\"\"");
        arabic.Html.ShouldContain("border-top:4px solid #ffe98a");
        arabic.Html.ShouldContain("<style>a{color:#7f7445;}</style>");
        english.Html.ShouldNotContain("<img");
        english.Html.ShouldNotContain("background:url");
    }

    /// <summary>Past every rule of the API, as another version of it might have kept it.</summary>
    private async Task BrandAsync(string slug, string branding)
    {
        var id = (Guid)(await _host.SqlAsync("UPDATE tenants SET branding = $2::jsonb WHERE slug = $1 RETURNING id", slug, branding))!;
        _host.Services.GetRequiredService<ITenantDirectory>().Forget(id);
    }

    [Fact]
    public async Task Sms_InDevelopmentWithoutAGateway_IsAMailToTheDigits()
    {
        await _host.QueueAsync("acme", m => m.Sms("+971501234567", Sending.Notice()));

        var mail = await _inbox.LatestAsync("971501234567@sms.test");
        mail.Text.Trim().ShouldBe("Acme Facilities, your code is 123456. It was asked for on Eman's phone at 2026-03-04 00:30 (Asia/Dubai).");
        mail.Html.ShouldNotContain("<html");
    }

    [Fact]
    public async Task Mail_WhenTheCommandIsRolledBack_IsNeverSent()
    {
        await _host.QueueAsync("acme", m => m.Mail("ghost@people.test", "Ghost", Sending.Notice()), commit: false);
        await _host.QueueAsync("acme", m => m.Mail("real@people.test", "Real", Sending.Notice()));

        await _inbox.InboxAsync("real@people.test");
        (await _inbox.ReadAsync("ghost@people.test")).ShouldBeEmpty();
    }

    [Fact]
    public async Task O57_Row_OfAMessage_IsSealedWhileItWaitsAndEmptyOnceItIsSent()
    {
        using var capture = new LogCapture();
        _host.Services.GetRequiredService<ILoggerFactory>().AddProvider(capture);
        await _inbox.StopAsync();
        await _host.QueueAsync("acme", m => m.Mail("secret@people.test", "Secret Person", Sending.Notice("Canary-7731")));
        await Waiting.UntilAsync(async () => await _host.SqlAsync("SELECT last_error FROM outgoing_messages WHERE sealed IS NOT NULL") is string, "no try was made");

        var waiting = (string)(await _host.SqlAsync("SELECT string_agg(m::text || encode(m.sealed, 'escape'), ' ') FROM outgoing_messages m"))!;
        foreach (var secret in (string[])["Canary-7731", "secret@people.test", "Secret Person"])
        {
            waiting.ShouldNotContain(secret);
            waiting.ShouldNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)));
        }

        await _inbox.RestartAsync();
        await _inbox.InboxAsync("secret@people.test");
        await Waiting.UntilAsync(async () => await _host.SqlAsync("SELECT count(*) FROM outgoing_messages WHERE sealed IS NULL AND sent_at IS NOT NULL") is 1L, "its content stays");
        capture.Lines.Select(l => $"{l.Text} {l.Exception} {string.Join(' ', l.Scope.Values)}").ShouldAllBe(l => !l.Contains("Canary-7731") && !l.Contains("secret@people"));
    }

    [Fact]
    public async Task A32_Sealed_WhenMovedToAnotherRow_DoesNotOpen()
    {
        await _inbox.StopAsync();
        await _host.QueueAsync("acme", m => m.Mail("first@people.test", "First", Sending.Notice()));
        await _host.SqlAsync(
            """
            INSERT INTO outgoing_messages (tenant_id, id, channel, template, sealed, locale, created_at, attempts, available_at)
            SELECT (SELECT id FROM tenants WHERE slug = 'globex'), gen_random_uuid(), channel, template, sealed, locale, created_at, 0, created_at FROM outgoing_messages
            """);
        await _inbox.RestartAsync();

        await _inbox.InboxAsync("first@people.test");
        await Waiting.UntilAsync(
            async () => await _host.SqlAsync("SELECT last_error FROM outgoing_messages WHERE sent_at IS NULL") is string error && error.Contains("cannot be opened", StringComparison.Ordinal), "it was opened");
        (await _inbox.ReadAsync("first@people.test")).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("Eve\r\nBcc: victim@people.test")]
    [InlineData("Eve\nX-Evil: 1\n\nbody")]
    [InlineData("Eve\u2028Bcc: victim@people.test")]
    [InlineData("\"Eve\" <victim@people.test>, Mallory")]
    [InlineData("=?utf-8?B?DQpCY2M6IHZpY3RpbUBwZW9wbGUudGVzdA==?=")]
    public async Task A37_Mail_WhenNamesAndSubjectsHoldLineBreaks_HasNoHeaderMore(string name)
    {
        await _host.QueueAsync("acme", m => m.Mail("plain@people.test", "Plain", Sending.Notice()));
        await _host.QueueAsync("acme", m => m.Mail("target@people.test", name, new TestNotice(name, name, Sending.At)));

        var plain = await _inbox.LatestAsync("plain@people.test");
        var mail = await _inbox.LatestAsync("target@people.test");
        mail.Headers.Keys.Order(StringComparer.Ordinal).ShouldBe(plain.Headers.Keys.Order(StringComparer.Ordinal));
        HeaderNames(mail.Source).ShouldBe(HeaderNames(plain.Source));
        (await _inbox.RecipientsAsync()).ShouldNotContain("victim@people.test", StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("target@people.test\r\nRCPT TO:<victim@people.test>")]
    [InlineData("target@people.test, victim@people.test")]
    [InlineData("Somebody <victim@people.test>")]
    [InlineData("no address")]
    public async Task A37_Mail_WhenTheAddressIsMoreThanAnAddress_IsRefused(string address)
    {
        await _host.QueueAsync("acme", m => m.Mail(address, "Target", Sending.Notice()));

        await Waiting.UntilAsync(async () => await _host.SqlAsync("SELECT last_error FROM outgoing_messages") is "The address is not one that mail can be sent to.", "it is not refused");
        (await _inbox.RecipientsAsync()).ShouldBeEmpty();
    }

    private static string[] HeaderNames(string source) =>
        [.. source.ReplaceLineEndings("\n").Split("\n\n")[0].Split('\n').Where(l => l.Length > 0 && !char.IsWhiteSpace(l[0])).Select(l => l.Split(':')[0])];

    /// <summary>The service with a mail server of its own and every line of its log. Each test begins with an empty queue and inbox.</summary>
    public sealed class Post : IAsyncLifetime
    {
        public SatcomHost Host { get; } = new();

        internal TestInbox Inbox { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Inbox = await TestInbox.StartAsync();
            Inbox.Serve(Host);
            Host.Settings["Logging:LogLevel:Default"] = "Trace";
            TestNotice.AddTo(Host);
            await Host.InitializeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Inbox.DisposeAsync();
        }
    }
}
