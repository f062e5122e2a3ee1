using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Attendance;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Attendance;

/// <summary>Attendance for the programs of payroll.</summary>
[Route("api/v1/exports")]
public sealed class AttendanceExportController : ApiController
{
    /// <summary>Attendance of a period as text/csv: the days of each person, their totals, and the total of all.</summary>
    /// <param name="from">The first date.</param>
    /// <param name="to">The last date, at most 366 days later.</param>
    /// <param name="userId">Of one person.</param>
    /// <param name="teamId">Of the people who are in this team now.</param>
    [HttpGet("attendance")]
    [CsvAnswer("row,employeeCode,name,date,workedSeconds\r\nday,E-1,Eman Yousef,2026-03-02,28800\r\ntotal,E-1,Eman Yousef,,28800\r\n")]
    public Task<ActionResult> ExportAttendance(DateOnly? from, DateOnly? to, Guid? userId, Guid? teamId, CancellationToken cancellationToken) =>
        SendCsv(new ExportAttendanceQuery(from, to, userId, teamId), cancellationToken);
}
