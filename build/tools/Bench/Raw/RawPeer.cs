using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Satcom.Bench.Raw;

/// <summary>What a person would write by hand who wants nothing but speed: Kestrel, Npgsql, one statement a request.</summary>
internal static class RawPeer
{
    public static async Task RunAsync(int port, string connectionString, TimeProvider time, CancellationToken cancellationToken)
    {
        var source = new NpgsqlDataSourceBuilder(connectionString);
        source.ConnectionStringBuilder.MaxPoolSize = 60;
        source.ConnectionStringBuilder.NoResetOnClose = true;
        source.ConnectionStringBuilder.MaxAutoPrepare = 50;
        source.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        await using var database = source.Build();
        var outbox = new RawOutbox(database, time);
        var attendance = new RawAttendance(database, new RawPeople(database), outbox, time);
        var board = new RawBoard(database, time);
        var login = new RawLogin(database, time);
        var hub = new RawHub(time);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        builder.Services.AddRouting();
        await using var app = builder.Build();
        app.UseWebSockets();
        app.MapGet("/health/live", context => WriteAsync(context, StatusCodes.Status200OK, "{\"status\":\"live\",\"checks\":{\"process\":\"ok\"}}"u8.ToArray()));
        app.MapPost("/api/v1/auth/login", login.LoginAsync);
        app.MapPost("/api/v1/attendance/check-in", attendance.CheckInAsync);
        app.MapPost("/api/v1/attendance/check-out", attendance.CheckOutAsync);
        app.MapGet("/api/v1/attendance/days", attendance.ListDaysAsync);
        app.MapGet("/api/v1/attendance/board", board.GetAsync);
        app.Map("/hubs/satcom", hub.AcceptAsync);

        var sweeping = outbox.SweepAsync(app.Lifetime.ApplicationStopping);
        await using (cancellationToken.Register(app.Lifetime.StopApplication))
        {
            await app.RunAsync();
        }

        await sweeping;
    }

    public static async Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }
}
