using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Satcom.IntegrationTests.Common.Http;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Common;

/// <summary>A mail as the inbox took it.</summary>
/// <param name="Headers">By lower-case name.</param>
internal sealed record InboxMail(string Subject, string Text, string Html, string Source, IReadOnlyDictionary<string, string> Headers);

/// <summary>
/// A real mail server of the test's own, with an inbox that can be read. Text messages land there too in Development, as mails to
/// <c>&lt;digits&gt;@sms.test</c>.
/// </summary>
internal sealed class TestInbox : IAsyncDisposable
{
    // To start one takes longer than most tests send mails.
    private static readonly ConcurrentBag<TestInbox> Idle = [];

    private readonly Process _process;
    private readonly HttpClient _client;
    private bool _wasStopped;

    private TestInbox(Process process, JsonElement answer)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = new Uri(answer.Text("url")) };
        SmtpPort = answer.GetProperty("smtp").GetInt32().ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Where it takes mails, on the loopback.</summary>
    public string SmtpPort { get; }

    /// <summary>An empty mail server of the caller's own, which ends when this process does.</summary>
    public static async Task<TestInbox> StartAsync()
    {
        if (Idle.TryTake(out var idle))
        {
            await idle.ClearAsync();
            return idle;
        }

        var script = Path.Combine(Repository.Root, "build/lib/inbox.mjs");
        var process = Process.Start(new ProcessStartInfo("node", [script]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The mail inbox did not start; run build/test once, which installs it.");
        return new TestInbox(process, JsonElement.Parse(line));
    }

    /// <summary>Points a service that is not started yet at this server.</summary>
    public void Serve(SatcomHost host)
    {
        host.Settings["Satcom:Mail:Host"] = "127.0.0.1";
        host.Settings["Satcom:Mail:Port"] = SmtpPort;
    }

    /// <summary>Waits until that many mails have come to an address, and gives all of them, oldest first.</summary>
    public async Task<IReadOnlyList<InboxMail>> InboxAsync(string address, int atLeast = 1)
    {
        IReadOnlyList<InboxMail> mails = [];
        await Waiting.UntilAsync(async () => (mails = await ReadAsync(address)).Count >= atLeast, $"fewer than {atLeast} mails for {address}");
        return mails;
    }

    /// <summary>Waits for the newest mail to an address.</summary>
    public async Task<InboxMail> LatestAsync(string address, int atLeast = 1) => (await InboxAsync(address, atLeast))[^1];

    /// <summary>Waits for a mail of that subject to an address, whatever else comes there.</summary>
    public Task SubjectAsync(string address, string subject) =>
        Waiting.UntilAsync(async () => (await ReadAsync(address)).Any(m => m.Subject.Is(subject)), $"no mail \"{subject}\" for {address}");

    /// <summary>The mails to an address that are there now, oldest first.</summary>
    public async Task<IReadOnlyList<InboxMail>> ReadAsync(string address)
    {
        var mails = new List<InboxMail>();
        foreach (var mail in (await AllAsync()).Where(m => m.GetProperty("to").EnumerateArray().Any(to => to.Text("address").Is(address))))
        {
            var source = await _client.GetStringAsync(new Uri($"/email/{mail.Text("id")}/source", UriKind.Relative));
            var headers = mail.GetProperty("headers").EnumerateObject().ToDictionary(h => h.Name, h => h.Value.ToString(), StringComparer.Ordinal);
            mails.Add(new InboxMail(mail.Text("subject"), Value(mail, "text"), Value(mail, "html"), source, headers));
        }

        return mails;
    }

    /// <summary>To whom the mails are that are there now, with repetitions.</summary>
    public async Task<IReadOnlyList<string>> RecipientsAsync() =>
        [.. (await AllAsync()).SelectMany(m => m.GetProperty("to").EnumerateArray()).Select(to => to.Text("address"))];

    /// <summary>The Message-IDs of the mails that are there now, with repetitions.</summary>
    public async Task<IReadOnlyList<string>> MessageIdsAsync() => [.. (await AllAsync()).Select(m => m.GetProperty("headers").Text("message-id"))];

    /// <summary>Takes every mail out.</summary>
    public async Task ClearAsync()
    {
        using var response = await _client.DeleteAsync(new Uri("/email/all", UriKind.Relative));
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Ends the mail server, as a crash would.</summary>
    public Task StopAsync()
    {
        _wasStopped = true;
        return CommandAsync("stop");
    }

    /// <summary>Brings it back on the same ports.</summary>
    public Task RestartAsync() => CommandAsync("start");

    /// <summary>Leaves it to the next who asks for one, once nobody sends to it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_wasStopped)
        {
            Idle.Add(this);
            return;
        }

        _client.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Value(JsonElement mail, string name) => mail.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;

    private async Task<IReadOnlyList<JsonElement>> AllAsync() => [.. (await _client.GetFromJsonAsync<JsonElement>(new Uri("/email", UriKind.Relative))).EnumerateArray()];

    private async Task CommandAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        (await _process.StandardOutput.ReadLineAsync()).ShouldNotBeNull();
    }
}
