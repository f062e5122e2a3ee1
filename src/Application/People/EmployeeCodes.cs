using Microsoft.EntityFrameworkCore;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Codes of employees, which are the same whatever their case.</summary>
internal static class EmployeeCodes
{
    /// <summary>What tells codes of a file apart.</summary>
    public static string KeyOf(string code) => code.ToLowerInvariant();

    /// <summary>The employee with this code.</summary>
    public static IQueryable<Employee> OfCode(this IQueryable<Employee> employees, string code) =>
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // Translated to SQL, where there is neither a culture nor a comparison.
        employees.Where(e => e.EmployeeCode.ToLower() == EF.Parameter(code).ToLower());
#pragma warning restore CA1304, CA1311, CA1862, MA0011
}
