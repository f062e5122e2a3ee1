using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance.Geofence;

/// <summary>The company's offices, oldest first.</summary>
[Requires(Permissions.EmployeesReadOwn, Permissions.EmployeesReadReports, Permissions.EmployeesReadAll)]
public sealed record ListOfficesQuery : IQuery<Page<OfficeDto>>, IPagedQuery
{
    /// <summary>A part of the name, whatever its case.</summary>
    public string? Search { get; init; }

    /// <summary>True for the archived ones instead.</summary>
    public bool Archived { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListOfficesValidator : AbstractValidator<ListOfficesQuery>
{
    public ListOfficesValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Search).MaximumLength(Office.NameMaxLength);
    }
}

internal sealed class ListOfficesHandler(ISatcomDb db) : IRequestHandler<ListOfficesQuery, Result<Page<OfficeDto>>>
{
    public async Task<Result<Page<OfficeDto>>> Handle(ListOfficesQuery request, CancellationToken cancellationToken)
    {
        var rows = db.Offices.AsNoTracking().Where(s => s.IsArchived == request.Archived);
        if (request.Search is { } search)
        {
            var part = search.ToNamePart();
#pragma warning disable CA1304, CA1307, CA1311, CA1862, MA0001, MA0011, MA0074 // Translated to SQL, where there is neither a culture nor a comparison.
            rows = rows.Where(s => s.Name.ToLower().Contains(part));
#pragma warning restore CA1304, CA1307, CA1311, CA1862, MA0001, MA0011, MA0074
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            rows = rows.Where(s => s.Id > after.Id);
        }

        var page = await rows.OrderBy(s => s.Id).Take(request.Limit + 1).ToListAsync(cancellationToken);
        return Paging.ToPage<OfficeDto>([.. page.Select(OfficeDto.Of)], request.Limit, s => new Cursor(0, s.Id));
    }
}
