"""Lists of tasks: the task is the subject of what is said of it, the target is kept."""

import pytest

from tests.facts.test_sheets_layouts import read, sheet
from zhibi.intake.submissions import read_submission

LISTS = {
    "a task that was done": (
        ["序号", "工作任务", "完成情况"], [1, "农村公路提升", "已完成10.5公里，占任务87.5%"],
        "农村公路提升已完成10.5公里，占任务87.5%。",
    ),
    "what was asked": (
        ["工作任务", "目标要求", "完成情况"], ["老旧小区改造", "3个小区468户", "全部完工"],
        "老旧小区改造全部完工（目标：3个小区468户）。",
    ),
    "a progress with a verb of its own": (
        ["重点工作", "工作进展", "责任单位"], ["招商引资", "新签约项目9个。", "经发办"],
        "招商引资方面，新签约项目9个。",
    ),
    "a progress that names its task": (
        ["任务名称", "进展情况"], ["厕所革命", "厕所革命改厕256户。"], "厕所革命改厕256户。",
    ),
    "the content as the task": (
        ["序号", "工作内容", "完成情况"], [1, "1.道路养护", "正在施工"], "道路养护正在施工。",
    ),
    "only what was asked": (
        ["序号", "目标任务", "完成情况"], [1, "改造公路12公里", "已完成10.5公里"],
        "改造公路12公里的任务已完成10.5公里。",
    ),
    "a project": (
        ["项目名称", "形象进度"], ["粮油加工园", "主体封顶"], "粮油加工园主体封顶。",
    ),
    "a project told in words": (
        ["项目名称", "年度目标", "完成情况"], ["停车场", "200个", "新增泊位150个"],
        "停车场新增泊位150个（目标：200个）。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_task_is_the_subject_of_its_progress(name, tmp_path):
    header, row, text = LISTS[name]
    (fact,) = read(sheet(header, row), tmp_path)
    assert fact["text"] == text


def test_a_completion_in_figures_stays_an_indicator(tmp_path):
    (fact,) = read(sheet(["项目名称", "完成情况（公里）"], ["农村公路", 10.5]), tmp_path)
    assert (fact["name"], fact["value"]) == ("农村公路", "10.5公里")


def test_figures_beside_a_progress_are_not_lost(tmp_path):
    build = sheet(["项目名称", "总投资（万元）", "形象进度"], ["加工园", 16500, "主体封顶"])
    submission = read_submission(build(tmp_path))
    assert [item.data["value"] for item in submission.facts] == ["16500万元"]
    assert any("形象进度" in note.message for note in submission.notes)


def test_a_task_of_which_nothing_is_said_is_told(tmp_path):
    submission = read_submission(
        sheet(["工作任务", "完成情况"], ["甲项", "已办结"], ["乙项", None])(tmp_path)
    )
    assert [note.message for note in submission.notes] == ["“乙项”没有写完成情况，没有读入"]
    assert submission.missing[0].startswith("乙项")
