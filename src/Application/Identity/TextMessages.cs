using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Counts text messages, over all nodes and restarts.</summary>
public interface ITextBudget
{
    /// <summary>Takes one message to a country.</summary>
    /// <param name="tenantLimit">What the tenant allows itself a day; null for the installation's limit.</param>
    /// <param name="country">The calling code, such as +971.</param>
    Task<TextTaking> TakeAsync(Guid tenantId, int? tenantLimit, string country, CancellationToken cancellationToken);
}

/// <summary>The way that text messages go.</summary>
public interface ITextGateway
{
    /// <summary>False where none is set: what is sent by text then waits for one, and nobody gets a code by it. An outage of one that is set changes nothing.</summary>
    bool IsSet { get; }
}

/// <summary>What became of one message.</summary>
/// <param name="IsGranted">False when the day's budget of the tenant or the country is spent.</param>
/// <param name="Alarm">Given once a day, by the message that makes the day unlike those before it.</param>
public sealed record TextTaking(bool IsGranted, TextAlarm? Alarm);

/// <summary>So many text messages to one country look like somebody's trade.</summary>
/// <param name="Today">Messages of the day so far.</param>
/// <param name="Usual">Messages of a day, by the seven days before; rounded up.</param>
public sealed record TextAlarm(int Today, int Usual);

/// <summary>
/// Where codes may go by text message, and how many: somebody who is paid for messages to some numbers must not be able to have them
/// sent. What may not go by text goes by mail, so that nobody is kept out.
/// </summary>
internal sealed class TextMessages(ISatcomDb db, RequestScope scope, ITextGateway gateway, ITextBudget budget, Administrators administrators, IAuditTrail audit)
{
    // What was counted on the first run is not counted again when a lost race makes the handler run once more.
    private TextTaking? _taking;

    /// <summary>True when there is a way for texts, and the tenant sends them to the number's country.</summary>
    public bool MaySendTo(string phone) => gateway.IsSet && IsSentTo(phone);

    /// <summary>True when a person may take such a number without anybody's help: where the tenant names no countries, in those where its people are.</summary>
    public async Task<bool> MayChooseAsync(string phone, CancellationToken cancellationToken)
    {
        if (scope.Tenant.Settings.SmsCountries.Count > 0)
        {
            return IsSentTo(phone);
        }

        var code = CallingCodes.Of(phone);
        return await db.Users.AnyAsync(u => u.Phone != null && EF.Functions.Like(u.Phone, code + "%") && !u.IsPhoneOwnChoice, cancellationToken);
    }

    /// <summary>Takes one message from the day's budgets, and raises the alarm where the day is unlike others.</summary>
    /// <returns>False when it must go by mail.</returns>
    public async Task<bool> TakeAsync(string phone, CancellationToken cancellationToken)
    {
        var country = CallingCodes.Of(phone);
        var isFirstRun = _taking is null;
        _taking ??= await budget.TakeAsync(scope.Tenant.Id, scope.Tenant.Settings.SmsPerDay, country, cancellationToken);
        if (_taking.Alarm is { } alarm)
        {
            if (isFirstRun)
            {
                var reason = scope.AuditReason;
                scope.AuditReason = country;
                await audit.RecordAsync("sms.tollFraudAlarm", "tenant", scope.Tenant.Id, cancellationToken);
                scope.AuditReason = reason;
            }

            await administrators.TellAsync(new TollFraudNotice(country, alarm.Today, alarm.Usual), cancellationToken);
        }

        return _taking.IsGranted;
    }

    private bool IsSentTo(string phone) => scope.Tenant.Settings.SmsCountries is not { Count: > 0 } countries || countries.Contains(CallingCodes.Of(phone), StringComparer.Ordinal);
}
