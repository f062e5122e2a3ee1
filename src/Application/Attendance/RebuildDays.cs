using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Computes days anew from their punches and amendments, by what was valid on their dates. What nothing changed since comes out as it was; locked days stay.</summary>
/// <param name="From">The first date.</param>
/// <param name="To">The last date, at most 366 days later.</param>
/// <param name="UserIds">Of these people; of everybody if left out.</param>
[Requires(Permissions.AttendanceManage)]
[AuditAction("attendance.rebuildDays")]
public sealed record RebuildDaysCommand(DateOnly From, DateOnly To, IReadOnlyList<Guid>? UserIds) : ICommand<RebuiltDays>;

/// <summary>What a rebuild came to.</summary>
/// <param name="Days">How many days were computed anew; locked ones are not.</param>
/// <param name="Changed">How many of them came out otherwise.</param>
public sealed record RebuiltDays(int Days, int Changed);

internal sealed class RebuildDaysValidator : AbstractValidator<RebuildDaysCommand>
{
    private const int DaysMax = 366;
    private const int UserIdsMax = 1000;

    public RebuildDaysValidator()
    {
        RuleFor(c => c.To).GreaterThanOrEqualTo(c => c.From);
        RuleFor(c => c.To).Must((c, to) => to.DayNumber - c.From.DayNumber <= DaysMax).WithErrorCode("out_of_range").WithDetail($"{DaysMax} days");
        RuleFor(c => c.UserIds!).MaximumItems(UserIdsMax).When(c => c.UserIds is not null);
    }
}

internal sealed class RebuildDaysHandler(DayRebuilding rebuilding, IAuditTrail audit) : IRequestHandler<RebuildDaysCommand, Result<RebuiltDays>>
{
    public async Task<Result<RebuiltDays>> Handle(RebuildDaysCommand request, CancellationToken cancellationToken)
    {
        await audit.RecordAsync("attendance.rebuildDays", "attendanceDay", entityId: null, cancellationToken);
        return await rebuilding.RunAsync(request.From, request.To, request.UserIds ?? [], cancellationToken);
    }
}
