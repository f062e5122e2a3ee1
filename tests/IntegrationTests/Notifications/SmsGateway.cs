using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Notifications;

/// <summary>A request as the gateway got it.</summary>
internal sealed record SmsRequest(string Path, string Authorization, string IdempotencyKey, string To, string From, string Body);

/// <summary>A gateway for text messages on a real port, which answers what it is told to.</summary>
internal sealed class SmsGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SmsGateway()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/{**path}", AnswerAsync);
    }

    /// <summary>What the next requests get; 201 once it is empty.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    public ConcurrentQueue<SmsRequest> Requests { get; } = new();

    /// <summary>Keeps the next requests waiting.</summary>
    public TimeSpan Delay { get; set; }

    public static async Task<SmsGateway> StartAsync()
    {
        var gateway = new SmsGateway();
        await gateway._app.StartAsync();
        return gateway;
    }

    public void Serve(SatcomHost host)
    {
        host.Settings["Satcom:Sms:BaseUrl"] = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/";
        host.Settings["Satcom:Sms:AccountSid"] = "AC123";
        host.Settings["Satcom:Sms:Token"] = "Canary-Token";
        host.Settings["Satcom:Sms:From"] = "+15005550006";
        host.Settings["Satcom:Sms:TimeoutSeconds"] = "1";
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        Requests.Enqueue(new SmsRequest(request.Path, request.Headers.Authorization.ToString(), request.Headers["Idempotency-Key"].ToString(), form["To"].ToString(), form["From"].ToString(), form["Body"].ToString()));
        await Task.Delay(Delay, RealTime.Clock);
        return Results.Json(new { sid = "SM1" }, statusCode: Answers.TryDequeue(out var status) ? status : StatusCodes.Status201Created);
    }
}
