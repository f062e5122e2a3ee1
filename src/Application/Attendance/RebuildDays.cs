using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>
/// Has days computed anew from their punches and amendments, by what was valid on their dates. What nothing changed since comes out as it was; locked days stay. It is done in the background, one
/// rebuild of a company after the other, and a few wait at most; the answer says where to look.
/// </summary>
/// <param name="Id">The client's id of the rebuild: sent again with the same content, it asks for nothing more.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date, at most 366 days later.</param>
/// <param name="UserIds">Of these people, all of whom must be there; of everybody if left out.</param>
[Requires(Permissions.AttendanceManage)]
[AuditAction("attendance.rebuildDays")]
[Fails<IdConflict>]
[Fails<NotFound>]
[Fails<RateLimited>]
public sealed record RebuildDaysCommand(Guid? Id, DateOnly From, DateOnly To, IReadOnlyList<Guid>? UserIds) : ICommand<DayRebuildDto>;

internal sealed class RebuildDaysValidator : AbstractValidator<RebuildDaysCommand>
{
    private const int DaysMax = 366;
    private const int UserIdsMax = 1000;

    public RebuildDaysValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.To).GreaterThanOrEqualTo(c => c.From);
        RuleFor(c => c.To).Must((c, to) => to.DayNumber - c.From.DayNumber <= DaysMax).WithErrorCode("out_of_range").WithDetail($"{DaysMax} days");
        RuleFor(c => c.UserIds!).MaximumItems(UserIdsMax).When(c => c.UserIds is not null);
    }
}

internal sealed class RebuildDaysHandler(ISatcomDb db, RequestScope scope, RebuildQueue queue, TimeProvider time) : IRequestHandler<RebuildDaysCommand, Result<DayRebuildDto>>
{
    private const int RetryAfterSeconds = 60;

    public async Task<Result<DayRebuildDto>> Handle(RebuildDaysCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetStoredNow();
        if (request.UserIds is { Count: > 0 } userIds && await db.Employees.CountAsync(e => userIds.Contains(e.Id), cancellationToken) != userIds.Distinct().Count())
        {
            return new NotFound();
        }

        var rebuild = DayRebuild.Ask(scope.Tenant.Id, request.Id ?? time.New(), request.From, request.To, request.UserIds ?? [], scope.Actor.UserId, now);
        var isFull = await queue.IsFullAsync(cancellationToken);
        if ((scope.Attempt > 0 || isFull) && request.Id is { } id && await db.DayRebuilds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is { } known)
        {
            return known.AskedBy == rebuild.AskedBy && known.From == rebuild.From && known.To == rebuild.To && known.UserIds.SequenceEqual(rebuild.UserIds) ? DayRebuildDto.Of(known) : new IdConflict();
        }

        if (isFull)
        {
            return new RateLimited(RetryAfterSeconds);
        }

        await queue.EnterAsync(rebuild, now, cancellationToken);
        var asked = JsonSerializer.Serialize(new { from = rebuild.From, to = rebuild.To, userIds = rebuild.UserIds });
        db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "attendanceRebuild", rebuild.Id, asked));
        return DayRebuildDto.Of(rebuild) with { Version = 0 };
    }
}
