using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>Asks for leave, for oneself; who manages leave also enters it for others. It holds its amount of the balance until it is decided.</summary>
/// <param name="Id">The client's id of the request: sent again with the same content, it creates nothing.</param>
/// <param name="LeaveTypeId">Which type of leave.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date; that of from where part of a day is asked for.</param>
/// <param name="Portion">What of the dates: whole days, the first or second half of a date, or hours of a date.</param>
/// <param name="Minutes">The length, for hours alone.</param>
/// <param name="Reason">For those who decide.</param>
/// <param name="UserId">Whose leave it is, where HR enters it for somebody; the caller's where it is left out.</param>
[Requires(Permissions.LeavesRequest)]
[AuditAction("leaves.request")]
[Fails<IdConflict>]
[Fails<NotAnEmployee>]
[Fails<EmployeeUnknown>]
[Fails<Forbidden>]
[Fails<LeaveTypeUnknown>]
[Fails<LeaveTypeArchived>]
[Fails<DatesReversed>]
[Fails<LeavePortionInvalid>]
[Fails<LeaveBlackout>]
[Fails<LeaveOverlaps>]
[Fails<LeaveNoWorkingDays>]
[Fails<LeaveExceedsDay>]
[Fails<LeaveInsufficientBalance>]
[Fails<DayLocked>]
[Fails<RateLimited>]
public sealed record RequestLeaveCommand(Guid? Id, Guid LeaveTypeId, DateOnly From, DateOnly To, LeavePortion Portion = LeavePortion.Full, int? Minutes = null, string? Reason = null, Guid? UserId = null)
    : ICommand<LeaveRequestDto>;

internal sealed class RequestLeaveValidator : AbstractValidator<RequestLeaveCommand>
{
    private const int MinutesOfADay = 24 * 60;
    private const int OldestYear = 1970;
    private const int LatestYear = 2200;

    public RequestLeaveValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.From).Must(date => date.Year >= OldestYear).WithErrorCode("out_of_range").WithDetail($">= {OldestYear}-01-01");
        RuleFor(c => c.To).Must(date => date.Year <= LatestYear).WithErrorCode("out_of_range").WithDetail($"<= {LatestYear}-12-31");
        RuleFor(c => c.Portion).IsInEnum();
        RuleFor(c => c.Minutes).InclusiveBetween(1, MinutesOfADay);
        RuleFor(c => c.Reason).MaximumLength(LeaveRequest.ReasonMaxLength);
    }
}

internal sealed class RequestLeaveHandler(ISatcomDb db, RequestScope scope, LeaveAccounts accounts, LeaveCharges charges, LeaveNotices notices, Allowances allowances, IWorkSchedules schedules, TimeProvider time)
    : IRequestHandler<RequestLeaveCommand, Result<LeaveRequestDto>>
{
    public async Task<Result<LeaveRequestDto>> Handle(RequestLeaveCommand request, CancellationToken cancellationToken)
    {
        var userId = request.UserId ?? scope.Actor.UserId;
        if (userId != scope.Actor.UserId && !scope.Actor.May(Permissions.LeavesManage))
        {
            return new Forbidden();
        }

        if (request.Id is { } id && await FindAsync(id, cancellationToken) is { } known)
        {
            return IsSame(known, request, userId) ? known : new IdConflict();
        }

        if (request.To < request.From)
        {
            return new DatesReversed();
        }

        if (request.To.DayNumber - request.From.DayNumber >= LeaveCharge.DaysMax)
        {
            return new LeavePortionInvalid();
        }

        var found = await (from person in db.Employees.AsNoTracking()
                           join user in db.Users.AsNoTracking() on person.Id equals user.Id
                           where person.Id == userId
                           select new { person.TimeZone, person.TeamId, person.Teams, person.ManagerId, user.DisplayName }).SingleOrDefaultAsync(cancellationToken);
        if (found is not { } employee)
        {
            return userId == scope.Actor.UserId ? new NotAnEmployee() : new EmployeeUnknown();
        }

        if (await db.LeaveTypes.AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.LeaveTypeId, cancellationToken) is not { } type)
        {
            return new LeaveTypeUnknown();
        }

        if (await charges.JudgeLockAsync(request.From, cancellationToken) is { } locked)
        {
            return locked;
        }

        // Each request is told to everybody who decides.
        if (await allowances.TakeAsync(Allowances.LeaveRequest, userId.ToString(), time.GetUtcNow(), cancellationToken) is { } wait)
        {
            return new RateLimited(wait);
        }

        var (account, plans) = await accounts.OpenAsync(userId, type, accounts.Today(employee.TimeZone), cancellationToken);
        // A team's blackout is for those who are in it on its dates, whichever team is theirs when they ask.
        var teams = Employee.OrPresent(employee.Teams, employee.TeamId);
        if (BlackoutDates.Judge(request.From, request.To, teams, plans.Where(p => p.Touches(request.From, request.To)).SelectMany(p => p.Blackouts)) is { } blackout)
        {
            return blackout;
        }

        var wish = new LeaveWish(request.From, request.To, request.Portion, request.Minutes, string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim());
        var others = await db.LeaveRequests.AsNoTracking()
            .Where(r => r.EmployeeId == userId && r.From <= request.To && r.To >= request.From && (r.Status == LeaveStatus.Pending || r.Status == LeaveStatus.Recommended || r.Status == LeaveStatus.Approved))
            .ToListAsync(cancellationToken);
        var schedule = await schedules.OfAsync(userId, request.From, request.To, cancellationToken);
        var outlook = await accounts.OutlookAsync(account, plans, otherThan: null, cancellationToken);
        if (!LeaveRequest.Create(request.Id ?? time.New(), account, type, wish, schedule, others, time.GetStoredNow(), outlook).TryGet(out var created, out var refusal))
        {
            return refusal;
        }

        db.LeaveRequests.Add(created);
        await notices.RequestedAsync(created, type, employee.DisplayName, employee.ManagerId, cancellationToken);
        return LeaveRequestDto.AfterChange(created, type, employee.DisplayName);
    }

    private Task<LeaveRequestDto?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        LeaveRequestDto.Named(db.LeaveRequests.AsNoTracking().Where(r => r.Id == id), db).SingleOrDefaultAsync(cancellationToken);

    private static bool IsSame(LeaveRequestDto known, RequestLeaveCommand request, Guid userId) =>
        (known.UserId, known.LeaveTypeId, known.From, known.To, known.Portion, known.Minutes) == (userId, request.LeaveTypeId, request.From, request.To, request.Portion, request.Minutes)
        && string.Equals(known.Reason, string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim(), StringComparison.Ordinal);
}
