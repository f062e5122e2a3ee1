using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>Who is in, late, absent, on leave or off on a date: everybody whom the caller may see, in one answer.</summary>
/// <param name="Date">Each person's local date; if left out, today in the caller's zone, with whoever is still at work in a session of an earlier date.</param>
/// <param name="TeamId">Of the people who are in this team now.</param>
/// <param name="Standing">Only those who stand so.</param>
[Requires(Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record GetBoardQuery(DateOnly? Date, Guid? TeamId, Standing? Standing) : IQuery<BoardDto>;

/// <summary>The people of a date.</summary>
/// <param name="Date">The date.</param>
/// <param name="Counts">How many stand how, of all whom the other filters let through.</param>
/// <param name="Items">In the order of their names.</param>
public sealed record BoardDto(DateOnly Date, BoardCounts Counts, IReadOnlyList<BoardItem> Items);

/// <summary>How many people stand how. They sum to all people of the board; late ones are counted among the others too.</summary>
/// <param name="DayOff">Have a rest day, a holiday, or nothing planned.</param>
/// <param name="OnLeave">Are on leave.</param>
/// <param name="Expected">Are to come, and not late yet.</param>
/// <param name="NotArrived">Are to be here, and did not come yet.</param>
/// <param name="In">Are at work.</param>
/// <param name="OnBreak">Are on a break.</param>
/// <param name="Left">Have ended their work.</param>
/// <param name="MissingCheckOut">Never checked out.</param>
/// <param name="Absent">Never came, and the day is over for them.</param>
/// <param name="Late">Came late.</param>
public sealed record BoardCounts(int DayOff, int OnLeave, int Expected, int NotArrived, int In, int OnBreak, int Left, int MissingCheckOut, int Absent, int Late);

/// <summary>How one person stands.</summary>
/// <param name="UserId">Who it is.</param>
/// <param name="DisplayName">Their name.</param>
/// <param name="TeamId">Their team.</param>
/// <param name="Standing">How they stand.</param>
/// <param name="DayId">Their day, or, on the board of now, the earlier one whose session is open; null before the first check-in.</param>
/// <param name="FirstCheckInAt">When their work began.</param>
/// <param name="LastCheckOutAt">When their latest session ended.</param>
/// <param name="WorkedSeconds">Worked time up to the latest event.</param>
/// <param name="LateSeconds">How late they came, beyond the shift's grace.</param>
/// <param name="ScheduledSeconds">What they are to work, less holidays and leave.</param>
/// <param name="ShiftStartsAt">When their shift begins; null without one.</param>
/// <param name="ShiftEndsAt">When it ends.</param>
/// <param name="WorkModes">Where they work.</param>
/// <param name="Flags">What is unusual about their day.</param>
/// <param name="Leave">Their approved leave of the date, if the caller may read leave: one, or one for each half.</param>
public sealed record BoardItem(
    Guid UserId, string DisplayName, Guid? TeamId, Standing Standing, Guid? DayId, DateTimeOffset? FirstCheckInAt, DateTimeOffset? LastCheckOutAt, int WorkedSeconds, int LateSeconds, int ScheduledSeconds,
    DateTimeOffset? ShiftStartsAt, DateTimeOffset? ShiftEndsAt, IReadOnlyList<WorkMode> WorkModes, IReadOnlyList<string> Flags, IReadOnlyList<BoardLeave> Leave);

/// <summary>Approved leave of one person on the date of the board.</summary>
/// <param name="LeaveTypeName">What its type is called.</param>
/// <param name="Color">The type's colour, as #rrggbb.</param>
/// <param name="Portion">What of the date is taken.</param>
/// <param name="Seconds">The length, for hours; else zero.</param>
public sealed record BoardLeave(string LeaveTypeName, string Color, LeavePortion Portion, int Seconds);

internal sealed class GetBoardValidator : AbstractValidator<GetBoardQuery>
{
    public GetBoardValidator()
    {
        RuleFor(q => q.Date).IsPlannable();
        RuleFor(q => q.Standing).IsInEnum();
    }
}

internal sealed class GetBoardHandler(ISatcomDb db, RequestScope scope, IWorkSchedules schedules, TimeProvider time) : IRequestHandler<GetBoardQuery, Result<BoardDto>>
{
    public async Task<Result<BoardDto>> Handle(GetBoardQuery request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var date = request.Date ?? TimeZones.LocalDate(now, scope.Actor.TimeZone);
        var me = scope.Actor.UserId;
        var among = db.Employees.AsNoTracking();
        if (AttendanceReach.Of(scope.Actor) != Reach.Tenant)
        {
            among = among.Where(e => e.Id == me || db.ReportsOf(me).Any(r => r.EmployeeId == e.Id));
        }

        if (request.TeamId is { } teamId)
        {
            among = among.Where(e => e.TeamId == teamId);
        }

        // Everything is read at once, because the board is looked at all day, and in flat rows: a list within each row would cost more than all its columns. Nearly nobody has two, with leave in both halves.
        var approved =
            from r in db.LeaveRequests
            join t in db.LeaveTypes on r.LeaveTypeId equals t.Id
            where r.Status == LeaveStatus.Approved && r.From <= date && r.To >= date
            select new { r.EmployeeId, r.FirstSlot, r.Days, t.Name, t.Color };

        // On the board of now somebody is at work whose shift began before midnight, unless they have forgotten to check out.
        var dated = db.AttendanceDays.Where(d => d.Date == date);
        if (request.Date is null)
        {
            dated = dated.Concat(db.AttendanceDays.Where(d => d.SessionStartedAt != null && d.DueAt > now && d.Date < date && !db.AttendanceDays.Any(o => o.EmployeeId == d.EmployeeId && o.Date == date)));
        }

        // Who does not work here on that date, or has left, shows only where they worked that day. Of what is planned, what is each person's own.
        var rows = await (
            from e in among
            join u in db.Users on e.Id equals u.Id
            join d in dated on e.Id equals d.EmployeeId into days
            from d in days.DefaultIfEmpty()
            join a in db.ShiftAssignments.Where(a => a.From <= date && (a.To == null || a.To >= date)) on e.Id equals a.EmployeeId into assignments
            from a in assignments.DefaultIfEmpty()
            join l in approved on e.Id equals l.EmployeeId into leaves
            from l in leaves.DefaultIfEmpty()
            where d != null || (u.Status == UserStatus.Active && (((e.StartsOn == null || e.StartsOn <= date) && (e.EndsOn == null || e.EndsOn >= date)) || e.PreviousEndsOn >= date))
            orderby u.DisplayName, e.Id, l.FirstSlot
            select new
            {
                e.Id,
                u.DisplayName,
                e.TeamId,
                e.TimeZone,
                e.Zones,
                e.RestDays,
                e.Targets,
                e.Calendars,
                e.StartsOn,
                e.EndsOn,
                e.EarlierEmployments,
                DayId = (Guid?)d.Id,
                Status = (AttendanceStatus?)d.Status,
                FirstCheckInAt = (DateTimeOffset?)d.FirstCheckInAt,
                d.LastCheckOutAt,
                WorkedSeconds = (int?)d.WorkedSeconds,
                LateSeconds = (int?)d.LateSeconds,
                WorkModes = (List<WorkMode>?)d.WorkModes,
                Flags = (List<string>?)d.Flags,
                a.ShiftId,
                a.PatternId,
                Anchor = (DateOnly?)a.Anchor,
                Leave = (IReadOnlyList<LeaveDay>?)l.Days,
                LeaveName = (string?)l.Name,
                LeaveColor = (string?)l.Color,
            }).AsNoTracking().ToListAsync(cancellationToken);

        var readsLeave = Permissions.Cover(scope.Actor.Permissions, [AttendanceReach.Of(scope.Actor) == Reach.Tenant ? Permissions.LeavesReadAll : Permissions.LeavesReadReports]);
        var plans = new BoardPlans(scope.Tenant.Id, date);
        var people = new List<(int Row, int Plan, IReadOnlyList<BoardLeave> Leave)>(rows.Count);
        for (var i = 0; i < rows.Count;)
        {
            var (row, at, off, leave) = (rows[i], i, default(TimeOff), (List<BoardLeave>?)null);
            for (; i < rows.Count && rows[i].Id == row.Id; i++)
            {
                foreach (var day in rows[i].Leave ?? [])
                {
                    if (day.Date == date)
                    {
                        off = new TimeOff(off.Halves | day.Halves, off.Seconds + day.Seconds);
                        (leave ??= []).Add(new BoardLeave(rows[i].LeaveName!, rows[i].LeaveColor!, LeaveDayDto.PortionOf(day.Halves), day.Seconds));
                    }
                }
            }

            var plan = plans.Add(row.TimeZone, row.Zones, row.RestDays, row.Targets, row.Calendars, (row.ShiftId, row.PatternId, row.Anchor), row.StartsOn, row.EndsOn, row.EarlierEmployments, off);

            // A date between two employments, or before them all.
            if (row.DayId is not null || !(row.StartsOn > date) || row.EarlierEmployments.Exists(e => e.Covers(date)))
            {
                people.Add((at, plan, readsLeave && leave is not null ? leave : []));
            }
        }

        var planned = await plans.PlanAsync(schedules, cancellationToken);
        var counts = new int[Enum.GetValues<Standing>().Length];
        var late = 0;
        var items = new List<BoardItem>(people.Count);
        foreach (var (at, plan, leave) in people)
        {
            var (row, day) = (rows[at], planned[plan]);
            var isEmptied = row.Status == AttendanceStatus.Completed && row.LastCheckOutAt is null;
            var standing = DayStanding.Of(day, isEmptied ? null : row.Status, now);
            counts[(int)standing]++;
            late += row.LateSeconds > 0 ? 1 : 0;
            if (request.Standing is null || request.Standing == standing)
            {
                items.Add(new BoardItem(
                    row.Id, row.DisplayName, row.TeamId, standing, row.DayId, isEmptied ? null : row.FirstCheckInAt, row.LastCheckOutAt, row.WorkedSeconds ?? 0, row.LateSeconds ?? 0,
                    day.ScheduledSeconds, day.Shift?.StartsAt, day.Shift?.EndsAt, row.WorkModes ?? [], row.Flags ?? [], leave));
            }
        }

        int Count(Standing standing) => counts[(int)standing];
        return new BoardDto(
            date,
            new BoardCounts(
                Count(Standing.DayOff), Count(Standing.OnLeave), Count(Standing.Expected), Count(Standing.NotArrived), Count(Standing.In), Count(Standing.OnBreak), Count(Standing.Left),
                Count(Standing.MissingCheckOut), Count(Standing.Absent), late),
            items);
    }
}
