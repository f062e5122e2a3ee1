using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Leaves;

/// <summary>What tests of leave do time and again. Each takes weeks of its own, because a person's requests of all types must not overlap.</summary>
internal static class LeaveSteps
{
    public const string Requests = "/api/v1/leaves/requests";
    public const string Types = "/api/v1/leave-types";
    public const string Policies = "/api/v1/leave-policies";
    public const string Assignments = "/api/v1/leave-assignments";
    public const string Adjustments = "/api/v1/leaves/adjustments";
    public const string Delegations = "/api/v1/leaves/delegations";

    private static readonly DateOnly FirstMonday = new(2030, 1, 7);

    private static int _weeks;
    private static int _names;

    /// <summary>The Monday of a week that no other test uses.</summary>
    public static DateOnly NewMonday() => FirstMonday.AddDays(7 * Interlocked.Increment(ref _weeks));

    public static string NewName(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind} {Interlocked.Increment(ref _names)}");

    public static async Task<Guid> NewTypeAsync(this HttpClient hr, string unit = "halfDay", bool hasBalance = true) =>
        (await hr.SendAsync(Types, new { name = NewName("Leave"), unit, hasBalance }, HttpStatusCode.Created)).Id();

    /// <summary>Gives somebody so much of a type.</summary>
    public static async Task GrantAsync(this HttpClient hr, Guid userId, Guid typeId, decimal amount) =>
        await hr.SendAsync(Adjustments, new { userId, leaveTypeId = typeId, amount, reason = "Opening balance" }, HttpStatusCode.Created);

    /// <summary>A type of which somebody has so much.</summary>
    public static async Task<Guid> GrantNewTypeAsync(this HttpClient hr, Guid userId, decimal amount, string unit = "halfDay")
    {
        var typeId = await hr.NewTypeAsync(unit);
        await hr.GrantAsync(userId, typeId, amount);
        return typeId;
    }

    public static Task<HttpResponseMessage> AskAsync(this HttpClient person, Guid typeId, DateOnly from, DateOnly? to = null, string portion = "full", Guid? id = null, int? minutes = null) =>
        person.PostAsJsonAsync(Requests, new { id, leaveTypeId = typeId, from = from.Iso(), to = (to ?? from).Iso(), portion, minutes, reason = "Rest" });

    public static async Task<JsonElement> AskedAsync(this HttpClient person, Guid typeId, DateOnly from, DateOnly? to = null, string portion = "full")
    {
        using var answer = await person.AskAsync(typeId, from, to, portion);
        return await answer.ReadAsync(HttpStatusCode.Created);
    }

    public static async Task AskRefusedAsync(this HttpClient person, Guid typeId, DateOnly from, DateOnly? to, string portion, HttpStatusCode status, string code)
    {
        using var answer = await person.AskAsync(typeId, from, to, portion);
        await answer.ProblemAsync(status, code);
    }

    /// <summary>Moves a request: approve, deny, cancel, recommend.</summary>
    public static Task<JsonElement> MoveAsync(this HttpClient by, JsonElement request, string move, string? note = null) => by.SendAsync($"{Requests}/{request.Id()}/{move}", new { note });

    public static Task<JsonElement> MoveRefusedAsync(this HttpClient by, JsonElement request, string move, HttpStatusCode status, string code) =>
        by.PostProblemAsync($"{Requests}/{request.Id()}/{move}", new { }, status, code);

    /// <summary>Balance, what is held of it, and the rest.</summary>
    public static async Task<(decimal Balance, decimal Pending, decimal Available)> BalanceAsync(this HttpClient reader, Guid userId, Guid typeId, DateOnly? on = null)
    {
        var balances = await reader.ReadAsync($"/api/v1/leaves/balances?userId={userId}{(on is { } date ? $"&on={date.Iso()}" : string.Empty)}");
        var one = balances.GetProperty("items").EnumerateArray().Single(b => b.Id("leaveTypeId") == typeId);
        return (one.GetProperty("balance").GetDecimal(), one.GetProperty("pending").GetDecimal(), one.GetProperty("available").GetDecimal());
    }

    public static async Task<IReadOnlyList<JsonElement>> EntriesAsync(this HttpClient reader, Guid userId, Guid typeId) =>
        [.. (await reader.ReadAsync($"/api/v1/leaves/entries?userId={userId}&leaveTypeId={typeId}&limit=200")).GetProperty("items").EnumerateArray()];

    public static decimal Amount(this JsonElement element) => element.GetProperty("amount").GetDecimal();
}
