# Countertop 的中文文本。界面与小票共用此文件。
# 按界面分组；中英文件的键必须一致，否则测试不通过。
# 金额、日期、数量以已格式化的文本传入。

### 通用

product-name = Countertop
act-ok = 确定
act-close = 关闭
act-cancel = 取消
act-back = 返回
act-continue = 继续
act-save = 保存
act-undo = 撤销
act-retry = 重试
act-delete = 删除
act-clear = 清除
act-done = 完成
act-search = 搜索
act-more = 更多
act-print = 打印
act-remove = 移除
