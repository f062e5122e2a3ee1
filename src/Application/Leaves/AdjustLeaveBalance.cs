using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;

namespace Satcom.Application.Leaves;

/// <summary>Adds to somebody's balance or takes from it, such as an opening balance. Nobody adjusts their own.</summary>
/// <param name="Id">The client's id of the entry: sent again with the same content, it creates nothing.</param>
/// <param name="UserId">Whose balance.</param>
/// <param name="LeaveTypeId">Of which type.</param>
/// <param name="Amount">Days, or hours for types of unit hour, in hundredths; negative takes away.</param>
/// <param name="Reason">Why; kept in the entry and the audit.</param>
/// <param name="Date">As of which date, after the lock of attendance; today in the person's zone where it is left out.</param>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.adjustBalance")]
[Fails<IdConflict>]
[Fails<EmployeeUnknown>]
[Fails<LeaveTypeUnknown>]
[Fails<LeaveOwnRequest>]
[Fails<ReasonRequired>]
[Fails<DayLocked>]
public sealed record AdjustLeaveBalanceCommand(Guid? Id, Guid UserId, Guid LeaveTypeId, decimal Amount, string? Reason = null, DateOnly? Date = null) : ICommand<LeaveEntryDto>
{
    /// <summary>Days or hours.</summary>
    internal const int AmountMax = 10_000;
}

internal sealed class AdjustLeaveBalanceValidator : AbstractValidator<AdjustLeaveBalanceCommand>
{
    public AdjustLeaveBalanceValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.Amount).InclusiveBetween(-(decimal)AdjustLeaveBalanceCommand.AmountMax, AdjustLeaveBalanceCommand.AmountMax);
        RuleFor(c => c.Amount).Must(amount => amount != 0 && LeavePolicyFieldRules.IsHundredths(amount)).WithErrorCode("invalid_format").WithDetail("hundredths");
        RuleFor(c => c.Reason).MaximumLength(LeaveEntry.ReasonMaxLength);
    }
}

internal sealed class AdjustLeaveBalanceHandler(ISatcomDb db, RequestScope scope, LeaveAccounts accounts, LeaveCharges charges, TimeProvider time) : IRequestHandler<AdjustLeaveBalanceCommand, Result<LeaveEntryDto>>
{
    public async Task<Result<LeaveEntryDto>> Handle(AdjustLeaveBalanceCommand request, CancellationToken cancellationToken)
    {
        if (request.UserId == scope.Actor.UserId)
        {
            return new LeaveOwnRequest();
        }

        if (await db.LeaveTypes.AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.LeaveTypeId, cancellationToken) is not { } type)
        {
            return new LeaveTypeUnknown();
        }

        if (await db.Employees.AsNoTracking().Where(e => e.Id == request.UserId).Select(e => e.TimeZone).SingleOrDefaultAsync(cancellationToken) is not { } zone)
        {
            return new EmployeeUnknown();
        }

        var (id, reason, today) = (request.Id ?? time.New(), request.Reason?.Trim(), accounts.Today(zone));
        var (account, _) = await accounts.OpenAsync(request.UserId, type, today, cancellationToken);
        if (account.Entries.FirstOrDefault(e => e.Id == id) is { } known)
        {
            return known.Kind == LeaveEntryKind.Adjustment && known.Amount == request.Amount && string.Equals(known.Reason, reason, StringComparison.Ordinal) && (request.Date is null || request.Date == known.Date)
                ? ToDto(known, account) : new IdConflict();
        }

        // What was exported of a locked month stays as it was. Not by what this node remembers: the lock may be another's, of just now.
        if (await charges.JudgeLockAsync(request.Date ?? today, cancellationToken) is { } locked)
        {
            return locked;
        }

        scope.AuditReason = reason;
        return account.Adjust(id, request.Date ?? today, request.Amount, reason) is { } error ? error : ToDto(account.Entries[^1], account);
    }

    /// <summary>The amount has the decimals that it will be read with.</summary>
    private static LeaveEntryDto ToDto(LeaveEntry entry, LeaveAccount account) =>
        new(entry.Id, account.EmployeeId, account.LeaveTypeId, entry.Kind, entry.Date, entry.Amount + 0.00m, entry.RequestId, entry.ReversesId, entry.Reason, entry.BookedOn ?? entry.Date);
}
